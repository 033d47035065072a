/** Whether a machine and a folder are fit to run Tidegate. */
@NullMarked
package dev.tidegate.launcher.doctor;

import org.jspecify.annotations.NullMarked;
