using System.Globalization;
using CsCheck;
using Xunit.Sdk;

namespace TextVae.Tests;

/// <summary>
/// Properties that hold for all values of a kind. CsCheck's own sampling starts from a given seed and goes on at random; here
/// every run tries the same values, and a failure names the seed of its value. <c>TEXTVAE_SAMPLES=100</c> tries a hundred times
/// as many, the first of them the same.
/// </summary>
internal static class Sampling
{
    private static readonly int Factor =
        int.TryParse(Environment.GetEnvironmentVariable("TEXTVAE_SAMPLES"), CultureInfo.InvariantCulture, out var factor) ? factor : 1;

    /// <summary>Runs a check, which throws where the property does not hold, on values of a generator.</summary>
    /// <param name="values">The generator.</param>
    /// <param name="check">The check.</param>
    /// <param name="samples">How many values to try.</param>
    public static void All<T>(this Gen<T> values, Action<T> check, int samples)
    {
        var bytes = 0L;
        for (var sample = 0; sample < samples * Factor; sample++)
        {
            var value = values.Generate(new PCG(1, (ulong)sample), null, out _);
            bytes += value is byte[] input ? input.Length : 0;
            try
            {
                check(value);
            }
            catch (Exception exception)
            {
                throw new XunitException($"Sample {sample} fails: {Check.Print(value)}", exception);
            }
        }

        if (Factor > 1)
            TestContext.Current.TestOutputHelper?.WriteLine($"{samples * Factor} values, {bytes} bytes");
    }

    /// <summary>The same with a property that is true where it holds.</summary>
    public static void All<T>(this Gen<T> values, Func<T, bool> holds, int samples) =>
        values.All(value => Assert.True(holds(value)), samples);
}
