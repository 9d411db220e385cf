using System.CommandLine;

namespace TextVae.Cli.Arguments;

/// <summary><c>--threads</c>, the same for every command that computes.</summary>
internal static class ThreadsOption
{
    private const int Most = 4096;

    /// <summary>The option; null where it is left out.</summary>
    /// <param name="standard">What is taken then.</param>
    /// <param name="what">What the number is of.</param>
    public static Option<int?> Create(string standard = "one a core", string what = "Threads")
    {
        var option = new Option<int?>("--threads") { Description = $"{what} (default: {standard}).", HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > Most)
                result.AddError($"--threads is {result.GetValueOrDefault<int?>()}; it has to be between 1 and {Most}.");
        });
        return option;
    }
}
