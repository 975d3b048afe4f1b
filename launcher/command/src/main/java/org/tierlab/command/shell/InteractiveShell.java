package org.tierlab.command.shell;

/** Answers commands while a run goes on in the background. */
public interface InteractiveShell {
  /**
   * Answers commands until the input ends or somebody leaves. An interrupt of the thread counts as
   * leaving.
   *
   * @param request what to begin with
   * @return the process's exit status
   */
  int open(ShellRequest request);
}
