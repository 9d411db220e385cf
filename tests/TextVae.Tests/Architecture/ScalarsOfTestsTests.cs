namespace TextVae.Tests.Architecture;

/// <summary>
/// Holds the tests that make tensors to <see cref="TensorNumbers"/> too: one of theirs failed when a collection came between a
/// number and the operation that read it.
/// </summary>
public sealed class ScalarsOfTestsTests
{
    // What ScalarUses has to see is made wrong on purpose.
    private const string Specimens = "TextVae.Tests.Architecture.ScalarUsesTests/";

    [Fact]
    public void Tests_leave_no_scalar_to_the_finalizer()
    {
        var uses = ScalarUses.In(typeof(ScalarsOfTestsTests).Assembly.Location)
            .Where(use => !use.User.StartsWith(Specimens, StringComparison.Ordinal));

        Assert.True(!uses.Any(), string.Join('\n', uses.Select(use => $"{use.User} calls {use.Called}; use {nameof(TensorNumbers)}.")));
    }
}
