using System.Globalization;
using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Evaluation.Diagnosis;
using TextVae.Models;

namespace TextVae.Runs;

/// <summary>`MODEL_CARD.md`: what a model is, what it is for and how good, for a person.</summary>
internal static class ModelCard
{
    private const string FindingsHeading = "## Findings\n";

    public static string Write(TextModel model, Dataset dataset, long step, EvaluationReport valid)
    {
        var options = model.Options;
        var isAutoencoder = options.Kind == ModelKind.Vae;
        var what = isAutoencoder
            ? $"A variational autoencoder of text with {options.Latent} latent dimensions"
            : "An unconditional language model of text";
        var bound = isAutoencoder ? "Upper bound on the negative log-likelihood" : "Negative log-likelihood";
        var merges = dataset.Info.Vocabulary.MergesSha256 is null ? "" : ", `merges.txt` (how bytes become words)";
        var labels = options.LabelEmbedding > 0
            ? $" Every text is read and written under one of {dataset.Labels.Count} labels: {LabelNames.Listed(dataset.Labels)}."
            : "";
        var layers = options.Layers == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" in each of {options.Layers} layers");
        var use = isAutoencoder
            ? "It turns texts like those it was trained on into vectors, to compare, search and sort them, and vectors back into texts"
            : "It says how likely a text is among those it was trained on, and draws new ones";
        var train = dataset.Info.Train;
        return string.Create(CultureInfo.InvariantCulture, $"""
            # Model card

            {what}: word vectors of {options.Embedding}, {options.Hidden} hidden features{layers}, a vocabulary of {model.Words}
            entries, {model.ParameterCount} parameters. Trained for {step} steps with TextVae.

            ## Intended use

            {use}. Use it on texts of the same kind and language, cut by the same tokenizer.

            ## Data

            The training split has {train.Sentences} sentences of {train.Tokens} tokens, {train.Lengths.Mean:F1} words a sentence on
            average and at most {train.Lengths.Max}; {train.UnknownShare:P2} of its words are unknown to the vocabulary. The tokenizer is
            `{ChoiceName.Of(dataset.Info.Options.Tokenizer)}`.{labels} The dataset's hash is `{dataset.Info.Hash}`.

            ## Figures

            | figure, validation split | value |
            |---|---|
            | {bound} | {valid.NllBound:F2} nats a sentence |
            | Of it KL(q(z given x), p(z)) | {valid.Kl:F2} nats a sentence |
            | Perplexity | {valid.Perplexity:F2} |
            | Sentences, tokens | {valid.Sentences}, {valid.Tokens} |


            """) + FindingsHeading + $"""

            {(isAutoencoder ? "Not examined yet: the training that made it has not ended." : "None: there is no vector to examine.")}

            ## Limits

            The model reproduces what its training texts say, with their errors and biases, and states no facts; sentences of its
            training texts, and what is private in them, can come out of it. On other kinds of text its vectors and likelihoods mean
            little, and words outside its vocabulary it cannot tell apart.

            ## Files

            `config.json` (sizes and tokenizer), `weights.safetensors`, `vocabulary.txt` (a word a line, the line number is the
            id){merges}. They are data only; nothing in them is executed.

            """;
    }

    /// <summary>The card with other findings; all else stays, as a person may have added to it.</summary>
    public static string WithFindings(string card, IReadOnlyList<ModelFinding> findings)
    {
        var start = card.IndexOf(FindingsHeading, StringComparison.Ordinal);
        if (start < 0)
            return card;
        start += FindingsHeading.Length;
        var end = card.IndexOf("\n## ", start, StringComparison.Ordinal);
        var text = findings.Count == 0
            ? "\nNothing that is commonly wrong with such models was found.\n"
            : string.Concat(findings.Select(finding => $"\n- **{NameOf(finding)}** ({ChoiceName.Of(finding.Severity)}). {finding.Explanation}\n"));
        return $"{card[..start]}{text}{(end < 0 ? "" : card[end..])}";
    }

    private static string NameOf(ModelFinding finding) => ChoiceName.Of(finding.Name).Replace('_', ' ');
}
