/**
 * Knobs: the settings of a plug-in, under the names that the kernel gives them.
 *
 * <p>A plug-in declares its knobs as the components of one record, each annotated with {@link
 * org.tierlab.api.knob.Knob}. {@link org.tierlab.api.knob.KnobSet} reads such a record type, checks
 * values against it and builds the record; a running plug-in reads the present record from its
 * {@link org.tierlab.api.knob.Knobs}. Two plug-ins that declare the same kernel knob share one
 * value, as they would share one sysctl.
 */
@Version("1.1.0")
@NullMarked
package org.tierlab.api.knob;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
