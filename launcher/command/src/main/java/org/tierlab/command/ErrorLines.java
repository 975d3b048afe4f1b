package org.tierlab.command;

import org.tierlab.command.experiment.ExperimentException;
import org.tierlab.command.run.RunFailure;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Answers every error with one line on standard error and an exit status. */
final class ErrorLines implements IParameterExceptionHandler, IExecutionExceptionHandler {

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    print(e.getCommandLine(), name + ": " + e.getMessage() + " (see " + name + " --help)");
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof CommandFailure failure) {
      print(command, String.valueOf(e.getMessage()));
      return failure.status();
    }
    if (e instanceof ExperimentException || e instanceof RunFailure) {
      print(command, String.valueOf(e.getMessage()));
      return CommandLine.ExitCode.USAGE;
    }
    StackTraceElement[] trace = e.getStackTrace();
    print(command, "internal error: " + e + (trace.length == 0 ? "" : " at " + trace[0]));
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static void print(CommandLine command, String message) {
    command.getErr().println(message.replaceAll("\\s*\\R\\s*", " "));
    command.getErr().flush();
  }
}
