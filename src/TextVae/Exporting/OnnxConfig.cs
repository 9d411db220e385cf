using System.Text.Json.Serialization;
using TextVae.Corpus;

namespace TextVae.Exporting;

/// <summary>`config.json` of an exported model: what a program has to know beside the graphs.</summary>
internal sealed record OnnxConfig
{
    public const int CurrentFormat = 1;

    /// <summary>The kind of a model with an encoder.</summary>
    public const string Autoencoder = "vae";

    /// <summary>The kind of a model that only writes.</summary>
    public const string Language = "lm";

    public required int Format { get; init; }

    public required string Kind { get; init; }

    /// <summary>Words of the vocabulary, specials included.</summary>
    public required int Words { get; init; }

    /// <summary>Dimensions of z; 0 of a language model.</summary>
    public required int Latent { get; init; }

    /// <summary>The distribution of z that texts are drawn from; N(0, I) where it is null.</summary>
    public OnnxPrior? Prior { get; init; }

    /// <summary>The names of the labels by their number; none where the model knows no labels.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>What the decoder takes from one step to the next.</summary>
    public required IReadOnlyList<OnnxState> States { get; init; }

    public required TokenizerKind Tokenizer { get; init; }

    public required bool KeepCase { get; init; }

    public required bool TurkishCase { get; init; }

    public required TextNormalization Normalize { get; init; }

    public required string DatasetHash { get; init; }

    public required long Step { get; init; }

    public TokenizerOptions ToTokenizerOptions() => new()
    {
        Kind = Tokenizer,
        KeepCase = KeepCase,
        TurkishCase = TurkishCase,
        Normalize = Normalize,
    };

    /// <summary>Everything that cannot be, each as one sentence.</summary>
    public IEnumerable<string> Problems()
    {
        const int most = 1 << 24;
        if (Format != CurrentFormat)
            yield return $"Its format is {Format}, and this version reads {CurrentFormat}.";
        if (Kind is not (Autoencoder or Language))
            yield return $"Its kind is \"{Excerpt.Of(Kind)}\"; it has to be \"{Autoencoder}\" or \"{Language}\".";
        if (Words is < 4 or > most)
            yield return $"Its words are {Words}; they have to be between 4 and {most}.";
        if (Kind == Language ? Latent != 0 : Latent is < 1 or > most)
            yield return $"Its latent is {Latent}, which no model of this kind has.";
        if (Prior is not null && (Prior.Mean.Count != Latent || Prior.Scale.Count != (long)Latent * Latent
            || !Prior.Mean.Concat(Prior.Scale).All(float.IsFinite)))
        {
            yield return $"Its prior is none of {Latent} dimensions.";
        }

        if (Labels.Any(label => label is null))
            yield return "One of its labels is null.";
        if (States.Count is 0 or > 64 || States.Any(state => state is null || state.Features is < 1 or > most))
            yield return "Its states are not those of a decoder.";
    }
}

/// <summary>A prior that was learnt: z is the mean plus the scale times numbers of N(0, 1).</summary>
/// <param name="Mean">[latent].</param>
/// <param name="Scale">A lower triangular matrix, row by row, [latent, latent].</param>
internal sealed record OnnxPrior(IReadOnlyList<float> Mean, IReadOnlyList<float> Scale);

/// <summary>A part of the decoder's state.</summary>
/// <param name="Name">What it is called among the inputs of a step.</param>
/// <param name="Features">It is [batch, features].</param>
internal sealed record OnnxState(string Name, int Features);

/// <summary>How the file is written: snake case, indented.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true,
    AllowDuplicateProperties = false, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    Converters = [typeof(JsonNames<TokenizerKind>), typeof(JsonNames<TextNormalization>)])]
[JsonSerializable(typeof(OnnxConfig))]
internal sealed partial class OnnxJson : JsonSerializerContext;
