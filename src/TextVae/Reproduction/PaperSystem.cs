using TextVae.Runs;

namespace TextVae.Reproduction;

/// <summary>A system of "Challenges with Variational Autoencoders for Text" (Vani and Birodkar 2016).</summary>
/// <param name="Name">Its name here, which is that of its recipe.</param>
/// <param name="Description">What it is, in a line.</param>
/// <param name="Where">Where the paper has it.</param>
public sealed record PaperSystem(string Name, string Description, string Where)
{
    internal const string LanguageModel = "lm";
    internal const string Mean = "vae";
    internal const string Attention = "attention";
    internal const string Last = "last";
    internal const string Unidirectional = "unidirectional";
    internal const string Convolutional = "convolutional";
    internal const string KlAnnealing = "kl-annealing";
    internal const string WordDropoutAnnealing = "word-dropout-annealing";
    internal const string Information1 = "mi-1";
    internal const string Information5 = "mi-5";
    internal const string Information10 = "mi-10";

    /// <summary>All of them, in the order in which they are run and listed.</summary>
    public static IReadOnlyList<PaperSystem> All { get; } =
    [
        new(LanguageModel, "the unconditional language model: the decoder without z", "equation 1, §6.2, figure 3"),
        new(Mean, "the autoencoder: bidirectional GRU, mean of its states", "§5.1 to §5.3, figure 3"),
        new(Attention, "summary by attention in place of the mean", "§5.3, figure 3"),
        new(Last, "summary by the last states of both directions", "§5.3"),
        new(Unidirectional, "a GRU of one direction as encoder", "§5.1"),
        new(Convolutional, "convolutions as encoder", "§5.1"),
        new(KlAnnealing, "the weight of the KL term rises from 0 to 1", "§5.3.1, figure 3, table 1"),
        new(WordDropoutAnnealing, "word dropout falls from 1 to 0", "§5.4, §6.3"),
        new(Information1, "mutual information with λ = 1", "§4, equation 9, figure 3"),
        new(Information5, "mutual information with λ = 5", "§4, equation 9, figure 3"),
        new(Information10, "mutual information with λ = 10", "§4, equation 9, figure 3, table 2"),
    ];

    /// <summary>The system of a name.</summary>
    /// <exception cref="RecipeException">There is none of that name; the nearest one and all others are named.</exception>
    public static PaperSystem Named(string name)
    {
        if (All.FirstOrDefault(system => system.Name == name) is { } found)
            return found;
        var nearest = All.MinBy(system => Spelling.Distance(name, system.Name))!;
        throw new RecipeException(
            $"'{name}' is no system of the paper; the nearest is {nearest.Name}. There are "
            + $"{string.Join(", ", All.Select(system => system.Name))}.");
    }

    /// <summary>The system's recipe with the paper's sizes, as `recipes/paper` has it.</summary>
    public Recipe LoadRecipe() => Recipe.Parse(RecipeText(), $"recipes/paper/{Name}.toml");

    private string RecipeText()
    {
        using var stream = typeof(PaperSystem).Assembly.GetManifestResourceStream($"paper/{Name}.toml")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
