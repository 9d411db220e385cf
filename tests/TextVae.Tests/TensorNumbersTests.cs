using System.Diagnostics;
using static TorchSharp.torch;

namespace TextVae.Tests;

public sealed class TensorNumbersTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    [Fact]
    public void Operations_with_numbers_are_those_of_their_names()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new[] { -1.0, 3.0 });
        var b = tensor(new[] { 0.5, -2.0 });

        Assert.Equal([-0.5, 1.0], Values(a.Plus(b)));
        Assert.Equal([-0.5, 3.5], Values(a.Plus(0.5)));
        Assert.Equal([-1.5, 2.5], Values(a.Minus(0.5)));
        Assert.Equal([-3.0, 9.0], Values(a.Times(3)));
        Assert.Equal([1.0, 9.0], Values(a.Square()));
        Assert.Equal([Math.Exp(-1) - 1, 3.0], Values(a.Elu()), (x, y) => Math.Abs(x - y) < 1e-15);
        Assert.Equal([7.0, 3.0], Values(a.MaskedFill(tensor(new[] { true, false }), 7)));
        Assert.Equal([-1.0, 1.5], Values(a.IndexAdd(0, tensor(new[] { 1L, 1L }), tensor(new[] { 0.5, -2.0 }))));
        Assert.Equal([0L, 1, 2], TensorNumbers.Range(3, CPU).data<long>().ToArray());
        Assert.Equal([1L, 2], tensor(new[] { 2L, 3L }).Minus(1).data<long>().ToArray());
        Assert.Equal(3.0, a[1].ToDouble());
        Assert.Equal(4L, tensor(4L).ToInt64());
    }

    [Fact]
    public void Operations_in_place_change_the_tensor_and_return_it()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new[] { -1.0, 3.0 });

        var returned = a.AddInPlace(tensor(new[] { 0.5, -2.0 })).MultiplyInPlace(4);

        Assert.Same(a, returned);
        Assert.Equal([-2.0, 4.0], Values(a));
        Assert.Equal([0.25, 0.25], Values(a.FillInPlace(0.25)));
    }

    // TorchSharp's own forms failed here in 16 of 20 trials.
    [Fact]
    public void Numbers_live_until_the_operation_is_done_however_often_the_collector_runs()
    {
        var isDone = false;
        var collector = new Thread(() =>
        {
            while (!Volatile.Read(ref isDone))
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        var watch = Stopwatch.StartNew();
        collector.Start();
        try
        {
            using var a = ones(4096, float64);
            while (watch.Elapsed < Duration)
            {
                using var scope = NewDisposeScope();
                Assert.Equal(6, a.Plus(a).Square().Plus(2).Minus(0.5).Times(2).Minus(5L).mean().ToDouble());
                Assert.Equal(5, zeros_like(a).FillInPlace(4).AddInPlace(a).MultiplyInPlace(1).Elu().max().ToDouble());
                Assert.Equal(8386560, TensorNumbers.Range(4096, CPU).sum().ToInt64());
            }
        }
        finally
        {
            Volatile.Write(ref isDone, true);
            collector.Join();
        }
    }

    private static double[] Values(Tensor tensor) => tensor.data<double>().ToArray();
}
