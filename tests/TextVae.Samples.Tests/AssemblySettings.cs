using Xunit.Sdk;
using Xunit.v3;

// The samples write to the console of their process.
[assembly: Parallelization(Mode = ParallelMode.None)]
