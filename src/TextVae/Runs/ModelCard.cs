using System.Globalization;
using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Models;

namespace TextVae.Runs;

/// <summary>`MODEL_CARD.md`: what a model is and how good, for a person.</summary>
internal static class ModelCard
{
    public static string Write(TextModel model, Dataset dataset, long step, EvaluationReport valid)
    {
        var options = model.Options;
        var what = options.Kind == ModelKind.Vae
            ? $"A variational autoencoder of text with {options.Latent} latent dimensions"
            : "An unconditional language model of text";
        var bound = options.Kind == ModelKind.Vae ? "Upper bound on the negative log-likelihood" : "Negative log-likelihood";
        var merges = dataset.Info.Vocabulary.MergesSha256 is null ? "" : ", `merges.txt` (how bytes become words)";
        var labels = options.LabelEmbedding > 0
            ? $" Every text is read and written under one of {dataset.Labels.Count} labels: {LabelNames.Listed(dataset.Labels)}."
            : "";
        return string.Create(CultureInfo.InvariantCulture, $"""
            # Model card

            {what}: word vectors of {options.Embedding}, {options.Hidden} hidden features, a vocabulary of {model.Words}
            entries, {model.ParameterCount} parameters. Trained for {step} steps with TextVae.

            | figure, validation split | value |
            |---|---|
            | {bound} | {valid.NllBound:F2} nats a sentence |
            | Of it KL(q(z given x), p(z)) | {valid.Kl:F2} nats a sentence |
            | Perplexity | {valid.Perplexity:F2} |
            | Sentences, tokens | {valid.Sentences}, {valid.Tokens} |

            The training split has {dataset.Train.Count} sentences. The tokenizer is `{TomlText.NameOf(dataset.Info.Options.Tokenizer)}`.{labels}

            Files: `config.json` (sizes and tokenizer), `weights.safetensors`, `vocabulary.txt` (a word a line, the line number
            is the id){merges}. They are data only; nothing in them is executed. The model reproduces what its training text says,
            with that text's errors and biases, and states no facts.

            """);
    }
}
