package dev.tidegate.launcher.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.NewFile;
import dev.tidegate.launcher.Scene;
import dev.tidegate.launcher.ToolTest;
import dev.tidegate.launcher.UsageException;
import dev.tidegate.message.Command.CancelOrder;
import dev.tidegate.message.Command.ConfirmPayment;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExportTest extends ToolTest {
    private Path folder;
    private Path orders;
    private Path holds;
    private long held;
    private long sold;

    @BeforeEach
    void fill() {
        folder = temp.resolve("shop");
        orders = temp.resolve("orders.csv");
        holds = temp.resolve("holds.csv");
        try (Scene scene = Scene.of(folder, Kind.FILE, 9)) {
            held = scene.order("say \"hi\", you", 2).entityId();
            sold = scene.order("B", 3).entityId();
            scene.call(new ConfirmPayment(sold, 100));
            scene.call(new CancelOrder(scene.order("C", 1).entityId(), 1, List.of()));
            scene.order("D", 1);
        }
    }

    @Test
    void shouldWriteOpenOrdersAndHolds() throws IOException {
        final Map<String, String> before = contents(folder);
        final Map<String, Object> answer = json(ExitCode.OK, "export", folder, "--orders", orders, "--holds", holds);
        assertThat(answer).containsEntry("orders", 3L).containsEntry("holds", 3L);
        assertThat(Files.readString(orders))
                .startsWith("order_id,channel,external_number,state,paid,placed,deadline,due,currency,total_amount,"
                        + "lines\r\n" + held + ",WEB,\"say \"\"hi\"\", you\",CREATED,false,2023-11-14T22:13:20Z,"
                        + "2023-11-14T22:43:20Z,false,CNY,100,1\r\n" + sold
                        + ",WEB,B,PAID,true,2023-11-14T22:13:20Z,,false,CNY,100,1\r\n");
        assertThat(Files.readString(holds)).contains("\r\n" + sold + ",B,1,SHIRT,MAIN,,sold,3,0,3,0,100\r\n");
        assertThat(contents(folder)).isEqualTo(before);
    }

    @Test
    void shouldWriteWhatThereIsUpToTheDamage() throws IOException {
        final Path segment = folder.resolve("segment-00000001.log");
        flip(segment, segment.toFile().length() - 300);

        final Map<String, Object> answer =
                json(ExitCode.DAMAGED, "export", folder, "--orders", orders, "--holds", holds);

        assertThat(answer).containsEntry("ok", false).containsEntry("orders", 2L);
        assertThat(answer.get("error").toString()).contains("segment 1 ");
        assertThat(Files.readString(orders)).contains(",B,PAID,");
    }

    @Test
    void shouldBeginWithTheNewestSnapshot() throws IOException {
        json(ExitCode.OK, "shadow", folder, "--once");
        try (Scene scene = new Scene(folder, Kind.FILE)) {
            scene.order("E", 1);
        }
        final Path segment = folder.resolve("segment-00000001.log");
        flip(segment, segment.toFile().length() - 300);
        assertThat(run("verify", folder)).isEqualTo(ExitCode.DAMAGED);

        assertThat(json(ExitCode.OK, "export", folder, "--orders", orders)).containsEntry("orders", 4L);
        assertThat(Files.readString(orders)).contains(",B,PAID,", ",D,", ",E,");
        assertThat(json(ExitCode.OK, "inspect", folder, "order", sold)).containsEntry("external_number", "B");
    }

    @Test
    void shouldRefuseFilesItMayNotWrite() throws IOException {
        assertThat(run("export", folder)).isEqualTo(ExitCode.USAGE);
        assertThat(run("export", folder, "--orders", folder.resolve("orders.csv")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("export", folder, "--orders", orders, "--holds", orders)).isEqualTo(ExitCode.USAGE);
        Files.writeString(orders, "mine");
        assertThat(run("export", folder, "--orders", orders)).isEqualTo(ExitCode.USAGE);
        assertThat(Files.readString(orders)).isEqualTo("mine");
        assertThat(run("export", folder, "--holds", temp.resolve("no/such/folder")))
                .isEqualTo(ExitCode.UNAVAILABLE);
    }

    @Test
    void shouldLeaveNoHalfOfTheTables() throws IOException {
        assertThat(run("export", folder, "--orders", orders, "--holds", temp.resolve("./orders.csv")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("need two files");
        assertThat(run("export", folder, "--orders", orders, "--holds", temp.resolve("no/holds.csv")))
                .isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(err).contains(temp.resolve("no") + " does not exist");
        final Path file = Files.writeString(temp.resolve("file"), "mine");
        assertThat(run("export", folder, "--orders", file.resolve("orders.csv")))
                .isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(err).isEqualTo("tidegate: " + file + ": is no folder" + System.lineSeparator());
        final Path link = Files.createSymbolicLink(temp.resolve("link"), temp);
        assertThat(run("export", folder, "--orders", orders, "--holds", link.resolve("orders.csv")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err).contains(" exists; give a new file");
        assertThat(orders).doesNotExist();
    }

    @Test
    void shouldKeepAwayFromALinkThatLeadsNowhere() throws IOException {
        final Path link = Files.createSymbolicLink(orders, temp.resolve("nowhere"));
        for (final String command : List.of("export --orders", "export-journal --out")) {
            assertThat(run(command.split(" ")[0], folder, command.split(" ")[1], link))
                    .isEqualTo(ExitCode.USAGE);
            assertThat(err).contains(" exists; give a new file");
            assertThat(link).isSymbolicLink();
        }
    }

    @Test
    void shouldDeleteAFileThatFailsAndNoOther() throws IOException {
        assertThatThrownBy(() -> NewFile.write(orders, out -> {
                    out.write("half");
                    throw new IOException("full");
                }))
                .hasMessage("full");
        assertThat(orders).doesNotExist();
        Files.writeString(orders, "mine");
        assertThatThrownBy(() -> NewFile.write(orders, out -> "too late")).isInstanceOf(UsageException.class);
        assertThat(orders).hasContent("mine");
    }
}
