using System.Diagnostics;

namespace TextVae.Kills;

/// <summary>A process that trains into a run folder, from the first step or from where the one before has left it.</summary>
internal sealed class Training : IDisposable
{
    private readonly CancellationToken _cancellation;
    private readonly Task<string> _error;

    public Training(Workspace space, string run, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        Process = Command.Start(space.TrainArguments(run));
        _ = Process.StandardOutput.ReadToEndAsync(cancellation);
        _error = Process.StandardError.ReadToEndAsync(cancellation);
    }

    public Process Process { get; }

    /// <summary>Waits for its end.</summary>
    public async Task<(int ExitCode, string Error)> EndAsync()
    {
        await Process.WaitForExitAsync(_cancellation);
        return (Process.ExitCode, await _error);
    }

    public void Dispose() => Process.Dispose();
}
