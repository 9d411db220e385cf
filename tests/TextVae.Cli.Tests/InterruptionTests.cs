using System.Runtime.InteropServices;

namespace TextVae.Cli.Tests;

public sealed class InterruptionTests
{
    [Fact]
    public void The_first_signal_cancels_and_the_second_ends_the_process()
    {
        using var interruption = new Interruption();
        Assert.False(interruption.Token.IsCancellationRequested);

        var first = new PosixSignalContext(PosixSignal.SIGTERM);
        interruption.OnSignal(first);
        var second = new PosixSignalContext(PosixSignal.SIGTERM);
        interruption.OnSignal(second);

        Assert.True(interruption.Token.IsCancellationRequested);
        Assert.True(first.Cancel);
        Assert.False(second.Cancel);
    }
}
