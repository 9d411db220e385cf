using System.CommandLine.Parsing;

namespace TextVae.Cli;

/// <summary>How a command is typed.</summary>
internal static class CommandPath
{
    /// <summary>The program's name and those that lead to the command, such as <c>textvae bench train</c>.</summary>
    public static string Of(CommandResult result) => result.Parent is CommandResult parent ? $"{Of(parent)} {result.Command.Name}" : "textvae";
}
