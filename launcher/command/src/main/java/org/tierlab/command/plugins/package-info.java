/**
 * The plug-ins as the command line sees them: a {@link org.tierlab.command.plugins.PluginCatalogue}
 * says what is there, a {@link org.tierlab.command.plugins.PluginHost} lends it to runs, one {@link
 * org.tierlab.command.plugins.RunPlugins} each.
 */
@Version("1.0.0")
@NullMarked
package org.tierlab.command.plugins;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
