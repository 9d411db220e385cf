using TextVae.Generation;
using TextVae.Server.Landscape;
using TextVae.Server.Messages;
using TextVae.Server.Problems;
using TextVae.Vectors;

namespace TextVae.Server.Endpoints;

/// <summary><c>POST /api/transfer</c>: texts of one label written as texts of another.</summary>
internal static class TransferEndpoint
{
    public static void Map(QuestionRoute route) => route.Map(
        "transfer", "Write texts of one label as texts of another.", QuestionJson.Default.TransferQuestion,
        AnswerJson.Default.AnswerTransferredText, AskAsync);

    private static async Task<IReadOnlyList<TransferredText>> AskAsync(
        TransferQuestion question, ServedModel served, CancellationToken cancellation)
    {
        var options = await served.DecodingAsync(question, cancellation);
        var found = served.Model.Description.Labels is { Count: > 0 } labels
            ? await served.Model.ReconstructAsync(
                question.Texts, options with { Label = labels.Index().First(label => label.Item == question.To).Index }, question.From,
                progress: null, cancellation)
            : await MoveAsync(question, served, options, cancellation);
        return
        [
            .. found.Zip(question.Texts, (written, text) => new TransferredText(
                text, written.Text, written.LogProbability, FoundText.AllOf(written))),
        ];
    }

    /// <summary>Along the way from the mean of the map's texts of one label to that of the other.</summary>
    private static async Task<DecodedText[]> MoveAsync(
        TransferQuestion question, ServedModel served, DecodingOptions options, CancellationToken cancellation)
    {
        var landscape = served.Landscape();
        var (from, to) = await served.Work.Gate.RunAsync(
            _ => (MeanOf(landscape, question.From), MeanOf(landscape, question.To)), cancellation);
        var model = served.Model.Description;
        var attribute = new AttributeVector(question.From, question.To, from.Count, to.Count, from.WayTo(to), model.DatasetHash, model.Step, model.WeightsHash);
        return await served.Model.TransferEachAsync(
            question.Texts.Select(text => new TextItem(text)).ToAsyncEnumerable(), attribute, question.Strength ?? 1, options, cancellation)
            .ToArrayAsync(cancellation);
    }

    private static VectorMean MeanOf(TextLandscape landscape, string label)
    {
        var mean = landscape.MeanOf(landscape.Texts.Labels.Index().First(known => known.Item == label).Index);
        return mean.Count > 0 ? mean : throw new RequestException(
            400, $"No text of the map has the label '{Bounds.Cut(label)}', so there is no way from or to it. Take another one.");
    }
}
