/**
 * The plug-in kit: projects for new plug-ins, written from templates, and the folder that the
 * user's own plug-ins are installed into.
 */
@NullMarked
package org.tierlab.command.kit;

import org.jspecify.annotations.NullMarked;
