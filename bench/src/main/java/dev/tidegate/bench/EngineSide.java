package dev.tidegate.bench;

/** Our engine alone, as in the rows of {@link EngineMeasure}. */
final class EngineSide extends InProcess {
    private final EngineRun run;
    private final CommandBatch batch = new CommandBatch(EngineMeasure.BLOCK);

    EngineSide(final Plan plan, final int turns) {
        super("engine alone", turns);
        run = new EngineRun(plan);
    }

    @Override
    void fill() {
        run.fill(batch);
    }

    @Override
    void block() {
        final boolean life = run.sale().plan().mix().life();
        run.sale().fill(batch);
        if (!life) {
            run.tick(batch.timeMillis());
        }
        final long clock = System.nanoTime();
        final long thread = Report.threadNanos();
        if (life) {
            run.tick(batch.timeMillis());
        }
        run.apply(batch, true);
        count(batch.count(), Report.threadNanos() - thread, System.nanoTime() - clock);
        run.takeAnswers(batch);
    }

    @Override
    String proof() {
        return Proof.of(run);
    }
}
