using Microsoft.Extensions.Logging;

namespace TextVae.Server.Problems;

/// <summary>What the server logs itself.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "unexpected {Type}: {Text}")]
    public static partial void Unexpected(ILogger logger, Exception exception, string type, string text);
}
