package org.tierlab.command;

import java.nio.file.Path;

/**
 * Where Tierlab lies on this machine.
 *
 * @param home the distribution's folder
 * @param plugins the folder of the plug-ins that the user has installed, which need not exist
 */
public record Installation(Path home, Path plugins) {}
