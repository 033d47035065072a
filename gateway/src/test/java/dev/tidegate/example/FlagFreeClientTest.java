package dev.tidegate.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.TestGateway;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Java client runs in a JVM that was started without a single flag, and without the libraries that only a server needs. */
@Timeout(300)
final class FlagFreeClientTest {
    private static final List<String> SERVERS = List.of("disruptor", "eclipse-collections", "netty", "chronicle");

    /** The other JVM: buys what docs/client.md buys, and says what became of it. */
    static final class Child {
        private Child() {}

        public static void main(final String[] words) throws IOException {
            final boolean paid =
                    RemoteShop.run(Integer.parseInt(words[0])).orElseThrow().paid();
            System.out.println("paid " + paid + ", flags "
                    + ManagementFactory.getRuntimeMXBean().getInputArguments());
        }
    }

    private static String clientPath() {
        final String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator))
                .filter(entry -> SERVERS.stream()
                        .noneMatch(name -> new File(entry).getName().startsWith(name)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void shouldBuyFromAJvmWithoutFlags(@TempDir final Path folder) throws Exception {
        final Path out = folder.resolve("out");
        final Path errors = folder.resolve("errors");
        try (TestGateway shop = TestGateway.open()) {
            final ProcessBuilder builder = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            clientPath(),
                            Child.class.getName(),
                            String.valueOf(shop.binaryPort())))
                    .redirectOutput(out.toFile())
                    .redirectError(errors.toFile());
            builder.environment()
                    .keySet()
                    .removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH"));
            final Process child = builder.start();
            assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(out)).as(Files.readString(errors)).isEqualTo("paid true, flags []\n");
            assertThat(child.exitValue()).isZero();
        }
    }
}
