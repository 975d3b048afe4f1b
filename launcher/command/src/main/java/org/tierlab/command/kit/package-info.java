/**
 * The plug-in kit: projects for new plug-ins, written from templates, and the folder that the
 * user's own plug-ins are installed into.
 */
@Version("1.0.0")
@NullMarked
package org.tierlab.command.kit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
