using Xunit.Sdk;
using Xunit.v3;

// Torch has one random generator and one default type for the whole process.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: TextVae.Tests.TensorScope]
