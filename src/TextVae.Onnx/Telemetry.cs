using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace TextVae.Onnx;

/// <summary>
/// ONNX Runtime's official builds keep an identifier of the device in the user's cache folder and send events to their maker, on
/// Linux and macOS too. A private model has no business with a network, so both are switched off before the runtime starts, unless
/// whoever runs the program has set the variable.
/// </summary>
internal static partial class Telemetry
{
    private const string Switch = "ORT_DISABLE_TELEMETRY";

    private static readonly Lock Once = new();
    private static bool _isDone;

    /// <summary>Switches it off. Where the program has started ONNX Runtime before, only the events end.</summary>
    public static void Disable()
    {
        lock (Once)
        {
            if (_isDone || Environment.GetEnvironmentVariable(Switch) is not (null or "1"))
                return;
            // .NET keeps an environment of its own on Unix, which native libraries do not see.
            if (OperatingSystem.IsWindows())
                Environment.SetEnvironmentVariable(Switch, "1");
            else
                _ = SetEnvironment(Switch, "1", overwrite: 0);
            OrtEnv.Instance().DisableTelemetryEvents();
            _isDone = true;
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
