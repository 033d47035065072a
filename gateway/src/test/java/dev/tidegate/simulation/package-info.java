package dev.tidegate.simulation;
