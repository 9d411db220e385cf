using TextVae.Cli;

using var interruption = new Interruption();
return interruption.ExitCodeOf(await CommandLine.RunAsync(args, Console.Out, Console.Error, interruption.Token));
