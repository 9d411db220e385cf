using System.Runtime.InteropServices;

namespace TextVae.Cli;

/// <summary>
/// Turns the first Ctrl-C or SIGTERM into a cancellation, so that what runs can save and end by itself; the second
/// one ends the process at once.
/// </summary>
internal sealed partial class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly Action<int> _quit;
    private readonly PosixSignalRegistration[] _registrations;
    private PosixSignal? _first;

    /// <summary>Listens to the process's signals.</summary>
    /// <param name="quit">Ends the process with an exit code at once.</param>
    public Interruption(Action<int>? quit = null)
    {
        _quit = quit ?? Quit;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The exit code of a command: one that was interrupted says by what.</summary>
    public int ExitCodeOf(int code) => code == ExitCodes.Interrupted && _first == PosixSignal.SIGTERM ? ExitCodes.Terminated : code;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    internal void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_source.IsCancellationRequested)
            _quit(context.Signal == PosixSignal.SIGTERM ? ExitCodes.Terminated : ExitCodes.Interrupted);
        _first ??= context.Signal;
        _source.Cancel();
    }

    private static void Quit(int code)
    {
        // The progress bar hides the cursor.
        if (!Console.IsErrorRedirected)
            Console.Error.Write("\e[?25h");
        if (OperatingSystem.IsWindows())
            Environment.Exit(code);
        // An exit in order would wait for native threads that still compute.
        ExitAtOnce(code);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitAtOnce(int code);
}
