using System.Runtime.Intrinsics.X86;
using TextVae.Networks.Kernels;

namespace TextVae.Tests.Networks.Kernels;

public sealed unsafe class LaneMathTests
{
    [Fact]
    public void Scalar_lanes_are_right() => Check<ScalarLanes>();

    [Fact]
    public void Portable_lanes_are_right() => Check<PortableLanes>();

    [Fact]
    public void Avx2_lanes_are_right()
    {
        Assert.SkipUnless(Avx2.IsSupported, "This processor has no AVX2.");
        Check<Avx2Lanes>();
    }

    [Fact]
    public void Avx512_lanes_are_right()
    {
        Assert.SkipUnless(Avx512F.IsSupported, "This processor has no AVX-512.");
        Check<Avx512Lanes>();
    }

    private static void Check<T>()
        where T : unmanaged, ILanes<T>
    {
        for (var x = -87f; x <= 88; x += 0.00137f)
            Assert.InRange(Of<T>(x, LaneMath.Exp) / Math.Exp(x), 1 - 1.3e-7, 1 + 1.3e-7);
        Assert.Equal(1, Of<T>(0, LaneMath.Exp));
        // Beyond the range it is what it is at the range's end.
        Assert.Equal(Of<T>(-87, LaneMath.Exp), Of<T>(-1e30f, LaneMath.Exp));
        Assert.Equal(Of<T>(88, LaneMath.Exp), Of<T>(float.PositiveInfinity, LaneMath.Exp));

        for (var x = -20f; x <= 20; x += 0.0031f)
        {
            Assert.Equal(1 / (1 + Math.Exp(-x)), Of<T>(x, LaneMath.Sigmoid), 1.5e-7);
            Assert.Equal(Math.Tanh(x), Of<T>(x, LaneMath.Tanh), 3e-7);
        }

        Assert.All(new Func<T, T>[] { LaneMath.Exp, LaneMath.Sigmoid, LaneMath.Tanh }, function => Assert.Equal(float.NaN, Of(float.NaN, function)));
        Assert.Equal(-1, Of<T>(-1e30f, LaneMath.Tanh));
        Assert.Equal(1, Of<T>(1e30f, LaneMath.Sigmoid));
    }

    private static float Of<T>(float x, Func<T, T> function)
        where T : unmanaged, ILanes<T>
    {
        var values = stackalloc float[64];
        function(T.Of(x)).Store(values);
        return values[T.Count - 1];
    }
}
