/** Plug-ins that tests put into jars: they notice calls after their release. */
package org.tierlab.itest.plugin;
