using System.Text;
using Microsoft.Extensions.Logging;

namespace TextVae.Server.Problems;

/// <summary>Warnings and errors as lines of a text, one each; stack traces only where they were asked for.</summary>
internal sealed class ErrorLog(TextWriter output, bool showsTraces) : ILoggerProvider, ILogger
{
    private readonly Lock _lock = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        var kind = logLevel == LogLevel.Warning ? "warning" : "error";
        lock (_lock)
        {
            output.WriteLine($"serve: {kind}: {OneLine(formatter(state, exception))}");
            if (showsTraces && exception is not null)
                output.WriteLine(exception);
        }
    }

    public void Dispose()
    {
    }

    /// <summary>What clients send can be part of a message, and must not look like another line, nor steer a terminal.</summary>
    private static string OneLine(string message)
    {
        var line = new StringBuilder(message.Length);
        foreach (var character in message)
            line.Append(char.IsControl(character) || char.IsSurrogate(character) || character is '\u2028' or '\u2029' ? ' ' : character);
        return line.ToString();
    }
}
