using TextVae.Evaluation.Probes;

namespace TextVae.Tests.Evaluation.Probes;

public sealed class LimitedMemoryBfgsTests
{
    [Fact]
    public void It_goes_down_to_the_bottom()
    {
        var found = LimitedMemoryBfgs.Minimise(Valley, new double[5], 1e-9, TestContext.Current.CancellationToken);

        Assert.All(found, value => Assert.Equal(1, value, 1e-8));
    }

    [Fact]
    public void It_stops_between_two_looks_at_the_function()
    {
        using var stopping = new CancellationTokenSource();
        var looks = 0;

        Assert.Throws<OperationCanceledException>(() => LimitedMemoryBfgs.Minimise(
            (at, slopes) =>
            {
                if (++looks == 3)
                    stopping.Cancel();
                return Valley(at, slopes);
            },
            new double[5], 1e-9, stopping.Token));

        Assert.Equal(3, looks);
    }

    // Σ (i + 1) (x_i − 1)².
    private static double Valley(double[] at, double[] slopes)
    {
        var value = 0.0;
        for (var i = 0; i < at.Length; i++)
        {
            slopes[i] = 2 * (i + 1) * (at[i] - 1);
            value += 0.5 * slopes[i] * (at[i] - 1);
        }

        return value;
    }
}
