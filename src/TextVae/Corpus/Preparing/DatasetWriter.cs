using System.Runtime.InteropServices;
using System.Text;
using TextVae.Corpus.BytePairs;

namespace TextVae.Corpus.Preparing;

/// <summary>Turns the provisional corpus into the files of a dataset folder.</summary>
internal sealed class DatasetWriter(
    ProvisionalCorpus corpus, PrepareOptions options, OutputFolder folder, ProgressReport report)
{
    public DatasetInfo Write(IReadOnlyList<Input> inputs)
    {
        var random = options.Inputs.Count > 0;
        var plan = corpus.Plan(random);
        var splits = random ? plan.Drawn(options.Seed) : plan.InOrder();

        var final = MakeFinalIds(CountTrainingWords(splits));
        var vocabulary = final.Vocabulary;
        vocabulary.Save(folder.File(DatasetFiles.Vocabulary));
        var vocabularySum = Checksum.OfFile(folder.File(DatasetFiles.Vocabulary));
        final.Merges?.Save(folder.File(Merges.FileName));
        var mergesSum = final.Merges is null ? null : Checksum.OfFile(folder.File(Merges.FileName));

        var written = WriteSplits(splits, final);
        var labels = corpus.Labels.Any ? WriteLabelNames() : null;
        DatasetInfo info = new()
        {
            FormatVersion = DatasetInfo.CurrentFormatVersion,
            Hash = Checksum.OfText(string.Join('\n', [
                $"textvae dataset {DatasetInfo.CurrentFormatVersion}",
                vocabularySum,
                .. written.Select(split => split.Sha256),
                labels?.Sha256 ?? "no labels",
                .. mergesSum is null ? Array.Empty<string>() : [mergesSum],
            ])),
            Options = PreparedBefore.Describe(options),
            Vocabulary = new VocabularyInfo(vocabulary.Count, vocabulary.Types, vocabularySum, mergesSum),
            Train = written[(int)Split.Train],
            Valid = written[(int)Split.Valid],
            Test = written[(int)Split.Test],
            Labels = labels,
            Skipped = corpus.Skipped,
            Inputs = [.. inputs.Select((input, i) => input.Describe(corpus.Formats[i]))],
        };
        DatasetJson.Write(info, folder.File(DatasetFiles.Info));
        return info;
    }

    private long[] CountTrainingWords(IEnumerable<Split> splits)
    {
        var counts = new long[corpus.Words.Count];
        var sentence = 0;
        foreach ((var ids, var split) in corpus.Sentences.Read().Zip(splits))
        {
            report.Step(PrepareStage.Counting, sentence++, corpus.Sentences.Count, corpus.Sentences.Count);
            if (split != Split.Train)
                continue;
            foreach (var id in ids.Span)
                counts[id]++;
        }
        return counts;
    }

    private FinalIds MakeFinalIds(long[] counts)
    {
        if (options.Tokenizer != TokenizerKind.Bpe)
            return FinalIds.OfWords(corpus.Words, counts, options.EffectiveCoverage, options.EffectiveMaxWords);
        var size = options.EffectiveMaxWords!.Value;
        return FinalIds.OfPieces(
            corpus.Words, counts, size, tokens => report.Step(PrepareStage.Merging, tokens, size, corpus.Sentences.Count));
    }

    private SplitInfo[] WriteSplits(IEnumerable<Split> splits, FinalIds final)
    {
        var labelled = corpus.Labels.Any;
        SplitWriter[] writers =
            [.. DatasetFiles.Splits.Select(split => new SplitWriter(folder, split, final.Vocabulary.Count, labelled, options.TokensPerFile))];
        try
        {
            var written = 0;
            List<int> sentence = [];
            var labels = corpus.Labels.Numbers(corpus.Labels.Names());
            foreach ((var ids, var split, var label) in corpus.Sentences.Read().Zip(splits, labels))
            {
                report.Step(PrepareStage.Writing, written++, corpus.Sentences.Count, corpus.Sentences.Count);
                sentence.Clear();
                foreach (var id in ids.Span)
                    final.AppendTo(sentence, id);
                writers[(int)split].Write(CollectionsMarshal.AsSpan(sentence), label);
            }
            return [.. writers.Select(writer => writer.Complete())];
        }
        finally
        {
            foreach (var writer in writers)
                writer.Dispose();
        }
    }

    private LabelsInfo WriteLabelNames()
    {
        var names = corpus.Labels.Names();
        using (FileStream stream = new(folder.File(DatasetFiles.LabelNames), FileMode.CreateNew, FileAccess.Write))
        {
            stream.Write(Encoding.UTF8.GetBytes(string.Concat(names.Select(name => name + "\n"))));
            stream.Flush(flushToDisk: true);
        }
        string[] files = [DatasetFiles.LabelNames, .. DatasetFiles.Splits.Select(DatasetFiles.Labels)];
        var sums = string.Join('\n', files.Select(file => Checksum.OfFile(folder.File(file))));
        return new LabelsInfo(names.Count, Checksum.OfText(sums), corpus.Labels.Counts(names));
    }
}
