namespace TextVae.Cli;

/// <summary>What the command's exit says to the shell.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int UsageOrRecipe = 2;
    public const int Data = 3;
    public const int NativeRuntime = 4;
    public const int Interrupted = 130;
    public const int Terminated = 143;
}
