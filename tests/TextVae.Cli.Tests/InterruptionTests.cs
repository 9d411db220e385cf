using System.Runtime.InteropServices;

namespace TextVae.Cli.Tests;

public sealed class InterruptionTests
{
    [Theory]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    public void The_first_signal_cancels_and_the_second_ends_the_process(PosixSignal signal, int exitCode)
    {
        var quits = new List<int>();
        using var interruption = new Interruption(quits.Add);
        Assert.False(interruption.Token.IsCancellationRequested);

        var first = new PosixSignalContext(signal);
        interruption.OnSignal(first);
        Assert.True(interruption.Token.IsCancellationRequested);
        Assert.True(first.Cancel);
        Assert.Empty(quits);

        interruption.OnSignal(new PosixSignalContext(signal));
        Assert.Equal([exitCode], quits);
    }

    [Fact]
    public void The_exit_code_names_the_signal_only_where_the_command_was_interrupted()
    {
        using var interruption = new Interruption(_ => { });
        Assert.Equal((130, 0), (interruption.ExitCodeOf(130), interruption.ExitCodeOf(0)));

        interruption.OnSignal(new PosixSignalContext(PosixSignal.SIGTERM));

        // A command that was done before it noticed is done.
        Assert.Equal((143, 0, 1), (interruption.ExitCodeOf(130), interruption.ExitCodeOf(0), interruption.ExitCodeOf(1)));
    }
}
