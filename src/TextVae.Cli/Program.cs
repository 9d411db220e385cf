using TextVae.Cli;
using TextVae.Distributed.Mpi;

// Open MPI's launcher gives every process a terminal of its own for stdout, which nobody looks at; .NET would set it up.
if (MpiJob.Find() is not null)
    Environment.SetEnvironmentVariable("TERM", null);

using var interruption = new Interruption();
return interruption.ExitCodeOf(await CommandLine.RunAsync(args, Console.Out, Console.Error, interruption.Token));
