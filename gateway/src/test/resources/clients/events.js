// node events.js URL COUNT: COUNT events by the EventSource of the standard, each with its id and kind, and what it says.
import { EventSource } from 'eventsource';

const [url, count] = [process.argv[2], Number(process.argv[3])];
const source = new EventSource(url);
let told = 0;

function take(message) {
  if (told < count) {
    const data = JSON.parse(message.data);
    console.log(`${message.lastEventId} ${message.type} ${data.externalNumber ?? data.stateAfter}`);
  }
  if (++told === count) {
    source.close();
  }
}

source.addEventListener('OrderPlaced', take);
source.addEventListener('OrderChanged', take);
