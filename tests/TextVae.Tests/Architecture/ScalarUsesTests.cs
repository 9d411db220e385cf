using TorchSharp;
using static TorchSharp.torch;

namespace TextVae.Tests.Architecture;

/// <summary>Holds the library to <see cref="TensorNumbers"/>, and <see cref="ScalarUses"/> to what it has to see.</summary>
public sealed class ScalarUsesTests
{
    private static readonly ILookup<string, string> Here = ScalarUses
        .In(typeof(ScalarUsesTests).Assembly.Location)
        .ToLookup(use => use.User.Replace('/', '+'), use => use.Called);

    [Fact]
    public void Only_one_type_of_the_library_makes_scalars()
    {
        var uses = ScalarUses.In(typeof(TensorNumbers).Assembly.Location);

        var others = uses.Where(use => use.User != typeof(TensorNumbers).FullName);
        Assert.True(!others.Any(), string.Join('\n', others.Select(use => $"{use.User} calls {use.Called}; use {nameof(TensorNumbers)}.")));
        Assert.NotEmpty(uses);
    }

    [Fact]
    public void That_type_leaves_none_to_the_finalizer() =>
        Assert.DoesNotContain(
            ScalarUses.In(typeof(TensorNumbers).Assembly.Location),
            use => !use.Called.Contains("::ToScalar(", StringComparison.Ordinal));

    [Theory]
    [InlineData(typeof(BySum))]
    [InlineData(typeof(BySumInPlace))]
    [InlineData(typeof(ByFactor))]
    [InlineData(typeof(ByConversion))]
    [InlineData(typeof(ByReading))]
    [InlineData(typeof(ByPower))]
    [InlineData(typeof(ByChain))]
    [InlineData(typeof(ByLambda))]
    public void A_scalar_is_seen_wherever_it_is_made(Type user) =>
        Assert.Contains(Here, uses => uses.Key.StartsWith(user.FullName!, StringComparison.Ordinal));

    [Fact]
    public void Operations_of_tensors_alone_are_not_accused() => Assert.Empty(Here[typeof(ByNothing).FullName!]);

    private static class BySum
    {
        public static Tensor Of(Tensor a, Tensor b) => a + b;
    }

    private static class BySumInPlace
    {
        public static Tensor Of(Tensor a, Tensor b) => a.add_(b);
    }

    private static class ByFactor
    {
        public static Tensor Of(Tensor a) => 2.0 * a;
    }

    private static class ByConversion
    {
        public static Tensor Of(Tensor a) => a.clamp_min(0);
    }

    private static class ByReading
    {
        public static double Of(Tensor a) => TensorExtensionMethods.ToDouble(a);
    }

    private static class ByPower
    {
        public static Tensor Of(Tensor a) => a.square();
    }

    private static class ByChain
    {
        public static Tensor Of(Tensor a) => nn.functional.elu(a, alpha: 1);
    }

    private static class ByLambda
    {
        public static Tensor Of(Tensor[] tensors) => tensors.Aggregate((a, b) => a + b);
    }

    private static class ByNothing
    {
        public static Tensor Of(Tensor a, Tensor b) => (a - b) * (a / b).matmul(b).sum([0L]).relu();
    }
}
