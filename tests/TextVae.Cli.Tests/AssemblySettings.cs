using Xunit.Sdk;
using Xunit.v3;

// A command sets the threads and the precision of its process, and torch has one random generator: what is one process
// for a user is one for all of these tests.
[assembly: Parallelization(Mode = ParallelMode.None)]
