// node socket.js URL COUNT: COUNT events of a WebSocket and the answer to a ping, then a close from this side.
import WebSocket from 'ws';

const [url, count] = [process.argv[2], Number(process.argv[3])];
const socket = new WebSocket(url);
let told = 0;

socket.on('message', (text) => {
  const event = JSON.parse(text);
  if (event.kind === 'HEARTBEAT') {
    return;
  }
  console.log(`${event.epoch}:${event.event} ${event.kind} ${event.externalNumber ?? event.stateAfter}`);
  if (++told === count) {
    socket.ping('still there');
  }
});
socket.on('pong', (text) => {
  console.log(`pong ${text}`);
  socket.close(1000, 'enough');
});
socket.on('close', (code) => console.log(`closed ${code}`));
socket.on('error', (failure) => {
  console.log(`failed ${failure.message}`);
  process.exit(1);
});
