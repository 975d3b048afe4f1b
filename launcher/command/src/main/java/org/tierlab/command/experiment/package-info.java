/**
 * Experiments as people write them: YAML with units, read strictly.
 *
 * <p>{@link org.tierlab.command.experiment.ExperimentReader} turns a file and its overrides into an
 * {@link org.tierlab.command.experiment.ExperimentPlan} in which every plug-in has a value for each
 * of its knobs; {@link org.tierlab.command.experiment.ExperimentDocument} writes a plan so that the
 * reader gives it back. Whatever is wrong is one {@link
 * org.tierlab.command.experiment.ExperimentException} of one line: place, key, value, and what was
 * expected. {@link org.tierlab.command.experiment.ExperimentKeys} describes the keys, once, for
 * reader, writer and {@link org.tierlab.command.experiment.ExperimentSchema}.
 */
@Version("1.0.0")
@NullMarked
package org.tierlab.command.experiment;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
