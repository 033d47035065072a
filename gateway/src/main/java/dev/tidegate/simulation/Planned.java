package dev.tidegate.simulation;

import dev.tidegate.model.Step;

/** A call and the step of the simulation at which it is made. */
record Planned(int at, Step step) {}
