using System.CommandLine;
using System.CommandLine.Parsing;

namespace TextVae.Cli.Arguments;

/// <summary>Options whose value is one of a few words.</summary>
internal static class Choices
{
    /// <summary>An option that takes one of the names and gives the value behind it.</summary>
    /// <param name="name">The option, with its dashes.</param>
    /// <param name="description">What it is for, without a full stop; the default is added, and help shows the names.</param>
    /// <param name="standard">The name that is taken when the option is left out.</param>
    /// <param name="choices">Each name with its value.</param>
    public static Option<T> Option<T>(
        string name, string description, string standard, params (string Name, T Value)[] choices)
    {
        var names = choices.Select(choice => choice.Name).ToArray();
        var option = new Option<T>(name)
        {
            Description = $"{description} (default: {standard}).",
            DefaultValueFactory = _ => choices.Single(choice => choice.Name == standard).Value,
            HelpName = string.Join('|', names),
        };
        option.CustomParser = result => Find(result, name, choices);
        option.CompletionSources.Add(names);
        return option;
    }

    /// <summary>The same for an option that may be left out, which gives null.</summary>
    public static Option<T?> OptionalOption<T>(string name, string description, params (string Name, T Value)[] choices)
        where T : struct
    {
        var names = choices.Select(choice => choice.Name).ToArray();
        var option = new Option<T?>(name)
        {
            Description = $"{description}.",
            HelpName = string.Join('|', names),
            CustomParser = result => Find(result, name, choices),
        };
        option.CompletionSources.Add(names);
        return option;
    }

    private static T Find<T>(ArgumentResult result, string name, (string Name, T Value)[] choices)
    {
        var given = result.Tokens[0].Value;
        foreach (var choice in choices)
        {
            if (choice.Name == given)
                return choice.Value;
        }

        result.AddError($"'{given}' is no value of {name}. It is one of {string.Join(", ", choices.Select(c => c.Name))}.");
        return default!;
    }
}
