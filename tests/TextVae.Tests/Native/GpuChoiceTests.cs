using TextVae.Native;

namespace TextVae.Tests.Native;

public sealed class GpuChoiceTests
{
    [Theory]
    [InlineData(0, 1, null, 0)]
    [InlineData(3, 4, null, 3)]
    [InlineData(1, 2, "4,7", 1)]
    [InlineData(5, 1, "5", 0)]
    public void Processes_of_a_machine_take_one_each(int process, int gpus, string? visible, int expected) =>
        Assert.Equal(expected, GpuChoice.Of(process, gpus, visible));

    [Theory]
    [InlineData(1, 1, null)]
    [InlineData(2, 2, "0,1")]
    public void More_processes_than_GPUs_are_refused(int process, int gpus, string? visible) => Assert.Equal(
        $"Processes of a machine take a GPU each, and this is the one after {process} others, where there are {gpus} GPUs. Start as many "
        + "processes as there are GPUs, or take --device cpu.",
        Assert.Throws<NativeRuntimeException>(() => GpuChoice.Of(process, gpus, visible)).Message);
}
