using TextVae.Native;
using TorchSharp;

namespace TextVae.Tests.Native;

public sealed class NativeRuntimeTests
{
    [Fact]
    public void Tensors_can_be_computed_with_once_the_runtime_is_loaded()
    {
        Assert.True(NativeRuntime.IsLoaded);
        using var scope = torch.NewDisposeScope();

        var product = torch.tensor(new float[,] { { 1, 2 }, { 3, 4 } }).matmul(torch.tensor(new float[] { 5, 6 }));

        Assert.Equal([17f, 39f], product.data<float>().ToArray());
    }

    [Fact]
    public void Loading_again_from_many_threads_changes_nothing()
    {
        var fix = NativeRuntime.Fix;

        Parallel.For(0, 32, _ => NativeRuntime.EnsureLoaded());

        Assert.Same(fix, NativeRuntime.Fix);
    }

    [Fact]
    public void The_number_of_threads_reaches_libtorch_after_loading_too()
    {
        var before = NativeRuntime.Threads;
        try
        {
            NativeRuntime.Threads = 1;
            Assert.Equal(1, torch.get_num_threads());
        }
        finally
        {
            NativeRuntime.Threads = before;
        }

        Assert.Equal(2, torch.get_num_threads());
    }

    [Fact]
    public void Fewer_than_one_thread_is_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => NativeRuntime.Threads = 0);

        Assert.Equal("value", error.ParamName);
        Assert.Equal(2, NativeRuntime.Threads);
    }

    [Fact]
    public void The_loading_fix_is_in_use_exactly_where_libstdcxx_is_too_old() =>
        Assert.Equal(LibstdcxxFix.IsNeeded(), NativeRuntime.Fix is not null);
}
