using TextVae.Page.Tests;
using Xunit.Sdk;
using Xunit.v3;

// One browser, and one random generator of torch, for the whole process.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(SyntheticRun))]
[assembly: AssemblyFixture(typeof(Browser))]
