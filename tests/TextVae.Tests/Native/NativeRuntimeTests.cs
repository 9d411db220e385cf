using TextVae.Batches;
using TextVae.Models;
using TextVae.Native;
using TorchSharp;
using Adam = TextVae.Training.Adam;

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
    public void Cuda_is_refused_where_there_is_none()
    {
        Assert.SkipWhen(torch.cuda.is_available(), "this machine has CUDA");

        var error = Assert.Throws<NativeRuntimeException>(() => NativeRuntime.Device = ComputeDevice.Cuda);

        Assert.Equal(
            "CUDA is asked for, and this libtorch has none or finds no GPU. Take --device cpu or auto, or build with "
            + "-p:Backend=cuda on a machine with an NVIDIA GPU and its driver.",
            error.Message);
        Assert.Equal(ComputeDevice.Cpu, NativeRuntime.ResolvedDevice);
    }

    [Fact]
    public void A_model_and_a_batch_are_made_on_the_device_in_use()
    {
        // A device whose tensors have shapes and no numbers stands for one that is not here.
        torch.set_default_device(torch.META);
        try
        {
            using var model = TextModel.Create(Tiny.Autoencoder, Tiny.Words, seed: 1);
            using var optimizer = new Adam(model);
            using var batch = Batch.Of(Tiny.Sentences);

            Assert.All(model.parameters(), parameter => Assert.Equal(DeviceType.META, parameter.device_type));
            Assert.All(optimizer.State, moment => Assert.Equal(DeviceType.META, moment.Tensor.device_type));
            Assert.All(
                new[] { batch.Inputs, batch.Targets, batch.Mask, batch.LengthTensor, batch.RealPositions, batch.SentenceOfToken },
                tensor => Assert.Equal(DeviceType.META, tensor.device_type));
        }
        finally
        {
            torch.set_default_device(torch.CPU);
        }
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
