package dev.tidegate.simulation;

import dev.tidegate.launcher.Launched;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A bug that is planted in a copy of one source file: the text is replaced, the file compiled, and the simulation run with
 * that class in the place of the right one. The product knows nothing of it.
 *
 * @param file source file, from the root of the repository
 * @param text what is replaced, once; the test fails when it is not there any more
 * @param other what comes in its place
 */
record PlantedBug(String name, String file, String text, String other) {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String PACKAGE = "dev.tidegate.";
    private static final Path CORE_TESTS = Path.of(System.getProperty(
            "tidegate.core.tests", ROOT.resolve("core/target/test-classes").toString()));

    /** What it took to find it. */
    record Found(long seed, int seeds, String promise, String broken) {}

    /** Runs seeds from 1 on until one fails; null when none of them does. */
    Found find(final Path scratch, final int mostSeeds, final int commands) throws Exception {
        return find(scratch, 1, mostSeeds, commands);
    }

    /** The same with seeds of a range, both ends included. */
    Found find(final Path scratch, final int first, final int last, final int commands) throws Exception {
        final Path classes = compile(Files.createDirectories(scratch.resolve(name.replace(' ', '-'))));
        try (Mutated loader = new Mutated(classes)) {
            final Class<?> simulation = Class.forName("dev.tidegate.simulation.Simulation", true, loader);
            final var run = simulation.getMethod("runOnce", long.class, int.class);
            for (int seed = first; seed <= last; seed++) {
                final Object report = run.invoke(null, (long) seed, commands);
                if (!(boolean) report.getClass().getMethod("ok").invoke(report)) {
                    return new Found(
                            seed,
                            seed - first + 1,
                            (String) report.getClass().getMethod("promise").invoke(report),
                            (String) report.getClass().getMethod("broken").invoke(report));
                }
            }
            return null;
        }
    }

    /**
     * Runs the engine beside the model, as a test of the core does with every build; the first line of what differs then,
     * null when nothing does.
     */
    String findBesideTheModel(final Path scratch) throws Exception {
        final Path classes = compile(Files.createDirectories(scratch.resolve(name.replace(' ', '-'))));
        try (Mutated loader = new Mutated(classes, CORE_TESTS)) {
            final Class<?> test = Class.forName("dev.tidegate.model.ModelTest", true, loader);
            final var made = test.getDeclaredConstructor();
            made.setAccessible(true);
            final var run = test.getDeclaredMethod("shouldAnswerAsTheModelDoes");
            run.setAccessible(true);
            run.invoke(made.newInstance());
            return null;
        } catch (final InvocationTargetException failed) {
            return firstLine(failed);
        }
    }

    /**
     * Tells the engine one story of the core's tests; the first line of what differs then, null when nothing does.
     *
     * @param stories the class that it stands in, which may be nested in another
     * @param story the test's name
     */
    String findByStory(final Path scratch, final String stories, final String story) throws Exception {
        final Path classes = compile(Files.createDirectories(scratch.resolve(name.replace(' ', '-'))));
        try (Mutated loader = new Mutated(classes, CORE_TESTS)) {
            final Class<?> some = Class.forName(stories, true, loader);
            final Object teller = make(some);
            if (some.getEnclosingClass() != null) {
                call(some, teller, "buildTheWorld");
            }
            call(some, teller, story);
            return null;
        } catch (final InvocationTargetException failed) {
            return firstLine(failed);
        }
    }

    /** Makes a test, and the one that it is nested in. */
    private static Object make(final Class<?> test) throws ReflectiveOperationException {
        final Class<?> outer = test.getEnclosingClass();
        final var maker = outer == null ? test.getDeclaredConstructor() : test.getDeclaredConstructor(outer);
        maker.setAccessible(true);
        return outer == null ? maker.newInstance() : maker.newInstance(make(outer));
    }

    /** Calls a method that the class or one above it declares. */
    private static void call(final Class<?> type, final Object target, final String method)
            throws ReflectiveOperationException {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (final Method declared : each.getDeclaredMethods()) {
                if (declared.getName().equals(method)) {
                    declared.setAccessible(true);
                    declared.invoke(target);
                    return;
                }
            }
        }
        throw new NoSuchMethodException(type + " tells no story " + method);
    }

    private static String firstLine(final InvocationTargetException failed) {
        return String.valueOf(failed.getCause().getMessage())
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("");
    }

    /** Reads back what the planted class has written, or with it; what is wrong then, null when nothing is. */
    String findByReadingBack(final Path scratch) throws Exception {
        final Path own = scratch.resolve(name.replace(' ', '-'));
        final Path classes = compile(Files.createDirectories(own));
        try (Mutated loader = new Mutated(classes)) {
            final Class<?> readBack = Class.forName("dev.tidegate.simulation.ReadBack", true, loader);
            return (String) readBack.getMethod("broken", Path.class).invoke(null, own.resolve("folder"));
        }
    }

    /** Runs a command of the launcher over the planted class. */
    Launched launch(final Path scratch, final String... words) throws Exception {
        final Path classes = compile(Files.createDirectories(scratch.resolve(name.replace(' ', '-'))));
        try (Mutated loader = new Mutated(classes)) {
            final Class<?> there = Class.forName(Launched.class.getName(), true, loader);
            final Object launched = there.getMethod("with", String[].class).invoke(null, (Object) words);
            return new Launched(
                    (int) there.getMethod("code").invoke(launched),
                    (String) there.getMethod("out").invoke(launched),
                    (String) there.getMethod("err").invoke(launched));
        }
    }

    /** The source with the bug in it. */
    String wrongSource() throws IOException {
        final String right = Files.readString(ROOT.resolve(file));
        final int at = right.indexOf(text);
        if (at < 0 || right.indexOf(text, at + 1) >= 0) {
            throw new AssertionError("\"" + text + "\" is not once in " + file + ": plant the bug anew");
        }
        return right.substring(0, at) + other + right.substring(at + text.length());
    }

    private Path compile(final Path target) throws IOException {
        final Path wrong = target.resolve(ROOT.resolve(file).getFileName());
        Files.writeString(wrong, wrongSource());
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            final boolean compiled = compiler.getTask(
                            Writer.nullWriter(),
                            files,
                            null,
                            List.of("-proc:none", "-nowarn", "-d", target.toString()),
                            null,
                            files.getJavaFileObjects(wrong))
                    .call();
            if (!compiled) {
                throw new AssertionError(name + " does not compile");
            }
        }
        return target;
    }

    /** Loads every class of the product anew, with the planted one among them. */
    private static final class Mutated extends URLClassLoader {
        Mutated(final Path... first) throws MalformedURLException {
            super(urls(first), Mutated.class.getClassLoader());
        }

        private static URL[] urls(final Path... first) throws MalformedURLException {
            final List<URL> urls = new ArrayList<>();
            for (final Path folder : first) {
                urls.add(folder.toUri().toURL());
            }
            for (final String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
            return urls.toArray(URL[]::new);
        }

        @Override
        protected Class<?> loadClass(final String className, final boolean resolve) throws ClassNotFoundException {
            if (!className.startsWith(PACKAGE)) {
                return super.loadClass(className, resolve);
            }
            synchronized (getClassLoadingLock(className)) {
                final Class<?> loaded = findLoadedClass(className);
                return loaded == null ? findClass(className) : loaded;
            }
        }

        @Override
        public InputStream getResourceAsStream(final String resource) {
            try {
                final URL found = findResource(resource);
                return found == null ? super.getResourceAsStream(resource) : found.openStream();
            } catch (final IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
