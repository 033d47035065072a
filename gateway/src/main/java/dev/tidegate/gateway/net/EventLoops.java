package dev.tidegate.gateway.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/** The threads that read and write sockets, and the kind of socket: epoll where the system has it, NIO elsewhere. */
public final class EventLoops implements AutoCloseable {
    private static final int LOW_WATER_BYTES = 128 * 1024;
    private static final int HIGH_WATER_BYTES = 512 * 1024;
    /**
     * What a socket takes beyond what is under way: a system would else take some megabytes for somebody who reads nothing,
     * tens of thousands of answers, before it says so. What is under way, and so the rate over long distances, is not
     * bounded by it.
     */
    private static final long UNSENT_BYTES = 64 * 1024;

    private static final int BACKLOG = 1024;
    private static final long END_SECONDS = 5;

    private final EventLoopGroup group;
    private final Class<? extends ServerChannel> channel;

    /** {@code threads} of 0 is one for every two processors. */
    public EventLoops(final int threads, final boolean epollAllowed) {
        final boolean epoll = epollAllowed && Epoll.isAvailable();
        final IoHandlerFactory factory = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        final int count =
                threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        group = new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("tidegate-net", true), factory);
        channel = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /** A listener's beginning: everything but what handles its connections. */
    public ServerBootstrap bootstrap() {
        final ServerBootstrap beginning = new ServerBootstrap()
                .group(group)
                .channel(channel)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(LOW_WATER_BYTES, HIGH_WATER_BYTES));
        return channel == EpollServerSocketChannel.class
                ? beginning.childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES)
                : beginning;
    }

    /** Ends the threads, at once; connections that are left are cut. */
    @Override
    public void close() {
        group.shutdownGracefully(0, END_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly(END_SECONDS, TimeUnit.SECONDS);
    }
}
